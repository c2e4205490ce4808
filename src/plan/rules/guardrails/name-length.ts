import type { Finding } from '../../../finding.ts';
import { contentPrefix } from '../../../observed/content-name.ts';
import type { RuleContext } from '../rule.ts';

/**
 * A name is cut, because the hash of the content follows it. The configuration refuses names over 63 characters;
 * models and endpoint configurations add 13.
 *
 * AWS: ModelName and EndpointConfigName have at most 63 characters (API reference, CreateModel, CreateEndpointConfig).
 */
export function nameLength(context: RuleContext): Finding[] {
  const { environment } = context;
  if (environment === null) return [];
  const what = { endpoint_name: 'models', endpoint_config_name: 'endpoint configurations' } as const;
  return (['endpoint_name', 'endpoint_config_name'] as const).flatMap((key) => {
    const name = environment.endpoint[key];
    const prefix = contentPrefix(name);
    if (prefix.length > name.length) return [];
    const maxLength = contentPrefix('x'.repeat(63)).length - 1;
    return [
      {
        rule: 'guardrail/name-length',
        severity: 'notice' as const,
        message: `The names of the ${what[key]} of ${environment.name} begin with ${prefix}: ${name} has ${name.length} characters, but only ${maxLength} fit before the hash.`,
        why: 'SageMaker takes 63 characters. The end of the name, where the environment usually stands, is cut off. The tags still say whose it is.',
        way_out: `Shorten realtime_endpoint.${key} so that it has at most ${maxLength} characters with -${environment.name}${key === 'endpoint_name' ? ', or set endpoint_name in endpoint.yml' : ''}.`,
        place: context.place(`environment.endpoint.${key}`),
      },
    ];
  });
}
