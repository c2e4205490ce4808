import type { StepForecast } from '../../plan/plan.ts';

/** A graph with more boxes cannot be read. */
const MOST = 40;

const CLASS = { runs: 'runs', cached: 'cached', conditional: 'conditional' } as const;

/**
 * The steps as a mermaid flowchart: what runs, what comes from the cache, and what the condition decides. Names hold only
 * letters, digits and `_ . -`: everything else that mermaid could read (quotes, brackets, `%%{init}`, `click`, line ends,
 * list marks) becomes `_`. A step's number, not its name, is the node's id.
 */
export function stepGraph(steps: readonly StepForecast[]): string {
  const shown = steps.slice(0, MOST);
  const nodes = shown.map((step, i) => {
    const label = `${graphLabel(step.name)}${step.outcome === 'conditional' ? '' : `<br/>${step.outcome}`}`;
    return step.type === 'Condition'
      ? `  s${i}{{"${label}"}}:::${CLASS[step.outcome]}`
      : `  s${i}["${label}"]:::${CLASS[step.outcome]}`;
  });
  const edges: string[] = [];
  let last = -1;
  for (const [i, step] of shown.entries()) {
    if (step.outcome === 'conditional' && last >= 0)
      edges.push(`  s${last} -.->|${step.type === 'Fail' ? 'no' : 'yes'}| s${i}`);
    else {
      if (last >= 0) edges.push(`  s${last} --> s${i}`);
      last = i;
    }
  }
  return [
    'flowchart LR',
    ...nodes,
    ...edges,
    '  classDef runs fill:#ddf4ff,stroke:#0969da,color:#1f2328',
    '  classDef cached fill:#dafbe1,stroke:#1a7f37,color:#1f2328',
    '  classDef conditional fill:#f6f8fa,stroke:#59636e,color:#1f2328,stroke-dasharray:4 4',
  ].join('\n');
}

function graphLabel(name: string): string {
  const plain = name
    .slice(0, 64)
    .replaceAll(/[^\p{L}\p{N}_.-]+/gu, '_')
    // At the start of a label, a dash or a number with a dot would be a list.
    .replace(/^[-.]+/, '_')
    .replace(/^(\d+)\./, '$1_');
  return plain === '' ? '_' : plain;
}
