import type { Finding } from '../../../finding.ts';
import type { RuleContext } from '../rule.ts';

/**
 * A name has capitals. SageMaker writes names in lower case into its ARNs, and IAM compares ARNs letter by letter. So
 * a policy with the name as written does not match (infra/roles.yml therefore takes no capitals).
 *
 * AWS: Service Authorization Reference, Actions, resources, and condition keys for Amazon SageMaker; ARNs in the
 * responses of CreatePipeline, CreateEndpoint and CreateModelPackageGroup.
 */
export function nameCase(context: RuleContext): Finding[] {
  const { config, environment } = context;
  const names: [path: string, name: string][] = [
    ['pipeline.training_pipeline_name', config.pipeline.training_pipeline_name],
    ['register_model_step.model_group', config.register_model_step.model_group],
  ];
  if (environment !== null) {
    names.push(
      ['environment.batch_transform.pipeline_name', environment.batch_transform.pipeline_name],
      ['environment.endpoint.endpoint_name', environment.endpoint.endpoint_name],
      ['environment.endpoint.endpoint_config_name', environment.endpoint.endpoint_config_name],
    );
  }
  return names
    .filter(([, name]) => /[A-Z]/.test(name))
    .map(([path, name]) => ({
      rule: 'guardrail/name-case',
      severity: 'notice' as const,
      message: `${name} has capitals; in its ARN it is ${name.toLowerCase()}.`,
      why: 'IAM compares ARNs letter by letter, so a policy with the name as written here denies every call. The roles of infra/roles.yml take lower case only.',
      way_out: `Rename it to ${name.toLowerCase()}, or use the lower-case name in the policies of your own roles.`,
      place: context.place(path),
    }));
}
