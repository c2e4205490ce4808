import { readFileSync, writeFileSync } from 'node:fs';
import { ACCOUNT_REFUSALS } from '../local/sagemaker/refusals/index.ts';
import { REFUSALS, type RefusalFacts } from '../src/refusals/index.ts';

/** Part of `npm run docs`: writes the tables of docs/aws-refusals.md. What stands above the first table is kept. */

const page = new URL('../docs/aws-refusals.md', import.meta.url);
const START = '<!-- The tables below are made by npm run docs. -->';

/** The page with its tables, from what the rules say now. */
export function refusalDocs(text: string): string {
  const head = text.slice(0, text.indexOf(START) + START.length);
  const sections = [
    [
      '## Found in the files',
      'A request alone decides these rules. The local SageMaker refuses by them.',
      table(REFUSALS),
    ],
    [
      '## Found in the account',
      'These rules depend on what is in the account. The local SageMaker refuses by them.',
      table(ACCOUNT_REFUSALS),
    ],
  ];
  return `${[head, ...sections.flat()].join('\n\n')}\n`;
}

type Facts = Omit<RefusalFacts, 'operations'> & { operations: readonly string[] };

function table(rules: readonly Facts[]): string {
  const rows = [...rules]
    .sort((a, b) => `${a.operations[0]} ${a.name}`.localeCompare(`${b.operations[0]} ${b.name}`))
    .map(({ name, operations, rule, settings, source, confidence, since }) =>
      [
        `\`${name}\``,
        operations.join(', '),
        rule,
        (settings ?? []).map((setting) => `\`${setting}\``).join(', '),
        since === undefined ? confidence : `${confidence}, since ${since}`,
        source,
      ]
        .map((cell) => cell.replaceAll('|', '\\|'))
        .join(' | '),
    );
  return [
    '| Rule | Operations | What AWS wants | Settings | Certainty | Source |',
    '|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}

if (process.argv[1] === new URL(import.meta.url).pathname) writeFileSync(page, refusalDocs(readFileSync(page, 'utf8')));
