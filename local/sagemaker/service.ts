import { type Context, type Handler, type Part, ServiceError, type Shape } from './context.ts';
import { refuseAsAws } from './refusals/index.ts';
import { recordTags } from './resources/tags.ts';
import type { ServiceModel } from './service-model.ts';
import { createValidator, type Validator } from './validation.ts';

export interface ServiceOptions {
  readonly model: ServiceModel;
  readonly parts: readonly Part[];
  /** Output that AWS could not have sent becomes an InternalFailure (tests), instead of a line in the log. */
  readonly strictOutputs: boolean;
  readonly log: (text: string) => void;
}

/** Finds the handler of each operation among the parts, and checks input and output against the service model. */
export class Service {
  readonly parts: readonly Part[];
  readonly #options: ServiceOptions;
  readonly #validator: Validator;
  readonly #handlers: ReadonlyMap<string, Handler>;

  constructor(options: ServiceOptions) {
    this.parts = options.parts;
    this.#options = options;
    this.#validator = createValidator(options.model);
    this.#handlers = collectHandlers(options);
  }

  /** Calls an operation; undefined for an operation without output. @throws ServiceError as the client sees it */
  async call(operation: string, rawInput: unknown, context: Context): Promise<Shape | undefined> {
    const { model, strictOutputs, log } = this.#options;
    const handler = this.#handlers.get(operation);
    if (!handler) {
      throw new ServiceError(
        'UnknownOperationException',
        model.operations[operation] !== undefined
          ? `${operation} is an operation of SageMaker that the local SageMaker does not have`
          : `The requested operation ${operation} is not recognized by the service.`,
      );
    }
    const input = this.#validator.input(operation, rawInput);
    await refuseAsAws(operation, input, context);
    const output = (await handler(input, context)) ?? {};
    recordTags(operation, input, output, context);
    const problems = this.#validator.outputProblems(operation, output);
    if (problems.length > 0) {
      const text = `${operation} gave an output that SageMaker cannot give: ${problems.join('; ')}`;
      log(text);
      if (strictOutputs) throw new ServiceError('InternalFailure', text, 500);
    }
    return model.operations[operation]?.output ? output : undefined;
  }
}

function collectHandlers({ parts, model }: ServiceOptions): Map<string, Handler> {
  const handlers = new Map<string, Handler>();
  for (const part of parts) {
    for (const [operation, handler] of Object.entries(part.operations)) {
      if (!model.operations[operation]) throw new Error(`SageMaker has no operation ${operation}`);
      if (handlers.has(operation)) throw new Error(`Two parts have a handler of ${operation}`);
      handlers.set(operation, handler);
    }
  }
  return handlers;
}
