import type { Context, RecordKind, Shape } from '../context.ts';

/** Statuses of jobs that have their instances. */
const RUNNING = ['InProgress', 'Stopping'];

/** Instances of a type that the running jobs of a kind have. */
export function jobInstances(
  kind: RecordKind,
  resources: (job: Shape) => Shape | undefined,
  type: string,
  context: Context,
): number {
  return context.store
    .list(kind)
    .filter((job) => Object.entries(job).some(([name, value]) => name.endsWith('JobStatus') && RUNNING.includes(value)))
    .map(resources)
    .filter((each) => each?.InstanceType === type)
    .reduce((sum, each) => sum + (each?.InstanceCount ?? 1), 0);
}

/** Instances of a type that training jobs have, also those of tuning jobs. */
export function trainingInstances(type: string, context: Context): number {
  return jobInstances('training-job', (job) => job.ResourceConfig, type, context);
}

/** Instances that the endpoints have: of a type, or of all types. An endpoint that failed has none. */
export function endpointInstances(context: Context, type?: string): number {
  return context.store
    .list('endpoint')
    .filter((endpoint) => endpoint.EndpointStatus !== 'Failed')
    .flatMap((endpoint) => {
      const configured: readonly Shape[] = (endpoint._deployed ?? endpoint._pending)?.configured ?? [];
      return configured.map((variant) => ({ endpoint, variant }));
    })
    .filter(
      ({ variant }) => variant.InstanceType !== undefined && (type === undefined || variant.InstanceType === type),
    )
    .reduce((sum, { endpoint, variant }) => {
      const current = (endpoint.ProductionVariants as Shape[] | undefined)?.find(
        (each) => each.VariantName === variant.VariantName,
      );
      return sum + (current?.CurrentInstanceCount ?? variant.InitialInstanceCount ?? 1);
    }, 0);
}
