import { type Context, type Handler, type Part, ServiceError, type Shape } from './context.ts';
import { tagsOnCreation } from './resources/tags.ts';
import type { ServiceModel } from './service-model.ts';
import { createValidator } from './validation.ts';

/** The operations of all parts behind one door. */
export interface Service {
  /** @throws ServiceError as the client shall see it. */
  call(operation: string, input: unknown, context: Context): Promise<Shape | undefined>;
  readonly parts: readonly Part[];
}

export interface ServiceOptions {
  readonly model: ServiceModel;
  readonly parts: readonly Part[];
  /** Answers that AWS could not have sent become InternalFailure (tests), instead of a line in the log. */
  readonly strictOutputs: boolean;
  readonly log: (text: string) => void;
}

export function createService(options: ServiceOptions): Service {
  const validator = createValidator(options.model);
  const handlers = new Map<string, Handler>();
  for (const part of options.parts) {
    for (const [operation, handler] of Object.entries(part.operations)) {
      if (!options.model.operations[operation]) throw new Error(`SageMaker has no operation ${operation}`);
      if (handlers.has(operation)) throw new Error(`Two parts answer ${operation}`);
      handlers.set(operation, handler);
    }
  }

  return {
    parts: options.parts,
    async call(operation, raw, context) {
      const handler = handlers.get(operation);
      if (!handler) {
        const known = options.model.operations[operation] !== undefined;
        throw new ServiceError(
          'UnknownOperationException',
          known
            ? `${operation} is an operation of SageMaker that this local one does not have`
            : `The requested operation ${operation} is not recognized by the service.`,
        );
      }
      const input = validator.input(operation, raw);
      const keepTags = tagsOnCreation(operation, input);
      const output = (await handler(input, context)) ?? {};
      keepTags(output, context);
      const problems = validator.outputProblems(operation, output);
      if (problems.length > 0) {
        const text = `${operation} answered what SageMaker would not: ${problems.join('; ')}`;
        options.log(text);
        if (options.strictOutputs) throw new ServiceError('InternalFailure', text, 500);
      }
      return options.model.operations[operation]?.output ? output : undefined;
    },
  };
}
