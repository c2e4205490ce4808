import type { Refusal } from '../refusal.ts';
import { repeated } from '../repeated.ts';

export const debugRuleTwice: Refusal = {
  name: 'debug-rule-twice',
  operations: ['CreateTrainingJob'],
  rule: 'The name of a rule of the debugger or the profiler is there once in a training job.',
  source: 'API reference, RuleConfigurationName of DebugRuleConfiguration and ProfilerRuleConfiguration',
  confidence: 'documented',
  way_out: 'Give one of the rules another name.',
  find: (request) =>
    repeated(
      ['DebugRuleConfigurations', 'ProfilerRuleConfigurations'].flatMap((list) =>
        request.at(list).items.map((rule) => rule.at('RuleConfigurationName')),
      ),
    ).map((name) => name.refuse(`The RuleConfigurationName ${name.text} must be unique.`)),
};
