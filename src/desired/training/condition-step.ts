import type { Config } from '../../config/index.ts';
import {
  conditionPath,
  EVALUATION_GATES,
  type EvaluationGate,
  MIN_COMPUTED_VALUE,
} from '../../gates/evaluation-gates.ts';
import { condition, fail, greaterThanOrEqualTo, join, jsonGet, type Step, type Value } from '../../pipeline/index.ts';
import { evaluationAddress, type TrainingContext } from './context.ts';
import type { EvaluationStep } from './evaluation-step.ts';
import type { TrainingParameters } from './parameters.ts';

/** Builds the step that registers the model when it passes each gate that is on, and fails the execution otherwise. */
export function conditionStep(context: TrainingContext, evaluate: EvaluationStep, register: Step): Step {
  const { settings, parameters } = context;
  const { config } = settings;
  const gates = EVALUATION_GATES.filter((gate) => isOn(gate, config));
  return condition({
    name: config.condition_step.step_name,
    conditions: gates.map((gate) =>
      greaterThanOrEqualTo(
        jsonGet(evaluate.propertyFile('EvaluationReport'), conditionPath(gate)),
        minimum(gate, parameters),
      ),
    ),
    ifTrue: [register],
    ifFalse: [
      fail({
        name: config.fail_step.step_name,
        message: join(' ', [
          ...gates.flatMap((gate, index) => missedGate(gate, index, parameters)),
          '- see',
          evaluationAddress(settings),
        ]),
      }),
    ],
  });
}

function isOn(gate: EvaluationGate, { evaluation_step }: Config): boolean {
  return !('switch' in gate) || evaluation_step.gates[gate.switch];
}

function minimum(gate: EvaluationGate, parameters: TrainingParameters): Value<number> {
  return gate.kind === 'threshold' ? parameters[gate.parameter].value : MIN_COMPUTED_VALUE;
}

/** A part of the fail message. It names each gate that is on: a pipeline cannot choose its message by what it measured. */
function missedGate(gate: EvaluationGate, index: number, parameters: TrainingParameters): Value<string | number>[] {
  const start = index === 0 ? 'Execution failed due to' : 'or';
  return gate.kind === 'threshold'
    ? [`${start} ${gate.title} <`, parameters[gate.parameter].value]
    : [`${start} gate ${gate.name} not passed`];
}
