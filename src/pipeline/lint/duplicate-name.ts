import type { LintFinding, LintRule } from './finding.ts';
import { stepFacts } from './helpers/step-facts.ts';
import { allSteps, at, list } from './helpers/walk.ts';

/** Names are unique: those of parameters, of all steps (also in branches), and those of the members of one step. */
export const duplicateName: LintRule = (definition) => [
  ...findings(
    'Parameters',
    'parameters',
    definition.Parameters.map(({ Name }) => Name),
  ),
  ...findings(
    'Steps',
    'steps',
    allSteps(definition).map(({ step }) => step.Name),
  ),
  ...allSteps(definition).flatMap(({ step, path }) => [
    ...findings(
      `${path}.PropertyFiles`,
      'property files',
      list(step.PropertyFiles).map((file) => String(at(file, 'PropertyFileName'))),
    ),
    ...stepFacts(step).namedLists.flatMap(({ path: member, key, plural }) =>
      findings(
        `${path}.Arguments.${member}`,
        plural,
        list(at(step.Arguments, member)).map((item) => String(at(item, key))),
      ),
    ),
  ]),
];

function findings(path: string, plural: string, names: readonly string[]): LintFinding[] {
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [...repeated].map((name) => ({
    rule: 'duplicate-name',
    path: `${path}.${name}`,
    message: `two ${plural} have the name ${name}`,
    way_out: 'Rename one of them.',
  }));
}
