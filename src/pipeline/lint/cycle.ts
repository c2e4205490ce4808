import type { LintRule } from './finding.ts';
import { allSteps, references, stepReference } from './helpers/walk.ts';

/** No step waits for itself: by references, by DependsOn, or through the condition in whose branch it is. */
export const cycle: LintRule = (definition) => {
  const waitsFor = new Map<string, Set<string>>();
  for (const { step, parent } of allSteps(definition)) {
    waitsFor.set(step.Name, new Set([...(step.DependsOn ?? []), ...(parent ? [parent.Name] : [])]));
  }
  for (const { get, owner } of references(definition)) {
    const target = stepReference(get)?.step;
    if (owner && target) waitsFor.get(owner.Name)?.add(target);
  }
  const done = new Set<string>();
  const cycles: string[][] = [];
  const follow = (name: string, trail: string[]) => {
    const start = trail.indexOf(name);
    if (start >= 0) cycles.push([...trail.slice(start), name]);
    if (start >= 0 || done.has(name)) return;
    for (const next of waitsFor.get(name) ?? []) follow(next, [...trail, name]);
    done.add(name);
  };
  for (const name of waitsFor.keys()) follow(name, []);
  return cycles.map((names) => ({
    rule: 'cycle',
    path: `Steps.${names[0]}`,
    message: `steps wait for each other: ${names.join(' → ')}`,
    way_out: 'Remove one of these references.',
  }));
};
