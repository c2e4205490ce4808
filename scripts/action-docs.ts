import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { load } from 'js-yaml';

/** `npm run docs`: writes docs/actions.md from the action.yml files. */

interface ActionFile {
  description: string;
  inputs: Record<string, { description: string; required: boolean; default?: string }>;
  outputs: Record<string, { description: string }>;
}

const root = new URL('../', import.meta.url);
const ORDER = ['plan', 'train', 'report', 'approve', 'promote', 'deploy', 'destroy'];

/** The page, from what the files declare now. */
export function actionDocs(): string {
  const verbs = readdirSync(new URL('actions/', root), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  const sections = verbs.map((verb) => {
    const file = load(readFileSync(new URL(`actions/${verb}/action.yml`, root), 'utf8')) as ActionFile;
    const inputs = Object.entries(file.inputs).map(
      ([name, { description, required, default: value }]) =>
        `| \`${name}\` | ${cell(description)} | ${required ? 'required' : value === undefined ? '' : `\`${value}\``} |`,
    );
    const outputs = Object.entries(file.outputs).map(
      ([name, { description }]) => `| \`${name}\` | ${cell(description)} |`,
    );
    return [
      `## ${verb}`,
      file.description,
      ['| Input | | Default |', '|---|---|---|', ...inputs].join('\n'),
      ['| Output | |', '|---|---|', ...outputs].join('\n'),
    ].join('\n\n');
  });
  return `# Actions

Each is \`uses: ./actions/<verb>\` in a copy of this repository, or \`uses: <owner>/sagemaker-presto-gitops/actions/<verb>@<commit>\` from
another one. They run on Node 24. A refusal fails the step and sets \`reason-code\` ([reason codes](reason-codes.md)); a run that goes on
without the job (\`parked\`) does not fail it. This page is written from the \`action.yml\` files by \`npm run docs\`.

${sections.join('\n\n')}
`;
}

if (process.argv[1] === new URL(import.meta.url).pathname)
  writeFileSync(new URL('docs/actions.md', root), actionDocs());
