import type { Log } from '../../ports/log.ts';
import type { Secrets } from '../../ports/secrets.ts';
import { clientSettings, once } from './client.ts';
import { describeIfExists } from './errors.ts';

/** Secrets over AWS Secrets Manager. Of a secret that is JSON, each text is registered with the log as well. */
export function secretsManager(region: string, log: Log): Secrets {
  const client = once(
    async () => new (await import('@aws-sdk/client-secrets-manager')).SecretsManager(clientSettings(region)),
  );
  return {
    async value(name) {
      const answer = await describeIfExists(`read the secret ${name}`, async () =>
        (await client()).getSecretValue({ SecretId: name }),
      );
      if (answer === undefined) return undefined;
      const text = answer.SecretString ?? new TextDecoder().decode(answer.SecretBinary);
      log.secret(text);
      for (const [key, value] of textFields(text)) {
        // A user name is no secret, and hiding "admin" would blank half a log.
        if (key !== 'username') log.secret(value);
      }
      return text;
    },
  };
}

/** Names and values of the texts in a JSON object; none when the text is no JSON object. */
function textFields(text: string): Array<[string, string]> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  } catch {
    return [];
  }
}
