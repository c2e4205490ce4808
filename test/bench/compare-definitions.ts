/**
 * Holds what the benchmark compares to being the same work: prints {steps, parameters, differences} of two folders with
 * training.json and batch.json each, and ends with 1 when they are not the definitions of one seed.
 *
 *   node compare-definitions.ts OURS SDK
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { structuralDiff } from '../golden/structural-diff.ts';

interface Step {
  Name: string;
  Type: string;
  Arguments?: { IfSteps?: Step[]; ElseSteps?: Step[] };
}

interface Definition {
  Parameters: { Name: string }[];
  Steps: Step[];
}

const SEED = join(import.meta.dirname, '..', 'golden', 'seed');
/** The notebooks ran an older SDK, which uploaded this file to another address. */
const OTHER_ADDRESS = 'Steps.Evaluate-Model.Arguments.ProcessingInputs.code.S3Input.S3Uri';

const read = (file: string): Definition => JSON.parse(inert(readFileSync(file, 'utf8')));

/** The recorded definitions hold `<HASH>` and `<TIMESTAMP>` where each run of the SDK has another value. */
function inert(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{64}|[0-9a-f]{32}/g, '<HASH>')
    .replaceAll(/\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d-\d{3}/g, '<TIMESTAMP>');
}

const outline = (steps: Step[]): string[] =>
  steps.flatMap(({ Name, Type, Arguments }) => [
    `${Name} (${Type})`,
    ...outline([...(Arguments?.IfSteps ?? []), ...(Arguments?.ElseSteps ?? [])]),
  ]);

const [ourFolder = '', sdkFolder = ''] = process.argv.slice(2);
const mistakes: string[] = [];
const answer = Object.fromEntries(
  ['training', 'batch'].map((name) => {
    const ours = read(join(ourFolder, `${name}.json`));
    const sdk = read(join(sdkFolder, `${name}.json`));
    const differences = structuralDiff(read(join(SEED, `seed-${name}.definition.json`)), sdk).map(({ path }) => path);
    const steps = outline(sdk.Steps);
    const missing = sdk.Parameters.filter((each) => ours.Parameters.every(({ Name }) => Name !== each.Name));
    if (differences.some((path) => path !== OTHER_ADDRESS)) {
      mistakes.push(`${name}: the SDK does not build the seed’s definition: ${differences.join(', ')}`);
    }
    if (outline(ours.Steps).join() !== steps.join()) {
      mistakes.push(`${name}: our steps are ${outline(ours.Steps).join(', ')}; the SDK’s ${steps.join(', ')}`);
    }
    if (missing.length > 0) mistakes.push(`${name}: we lack ${missing.map(({ Name }) => Name).join(', ')}`);
    return [name, { steps, parameters: { ours: ours.Parameters.length, sdk: sdk.Parameters.length }, differences }];
  }),
);
process.stdout.write(`${JSON.stringify(answer)}\n`);
for (const mistake of mistakes) process.stderr.write(`${mistake}\n`);
process.exitCode = mistakes.length > 0 ? 1 : 0;
