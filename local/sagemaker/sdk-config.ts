import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Gives the path of the SageMaker Python SDK's configuration. SAGEMAKER_USER_CONFIG_OVERRIDE tells it to the SDK. */
export function sdkConfigPath(dir: string): string {
  return join(dir, 'sagemaker-sdk.yaml');
}

/**
 * Writes the configuration that keeps the SageMaker Python SDK on this machine. In two cases the SDK calls AWS itself,
 * whatever the endpoints are: it reports its use, and it asks STS for the account in the default bucket's name
 * (sagemaker.session.Session.account_id, sagemaker.telemetry).
 * @see https://sagemaker.readthedocs.io/en/stable/overview.html#configuring-and-using-defaults-with-the-sagemaker-python-sdk
 */
export function writeSdkConfig(dir: string, { region, account }: { region: string; account: string }): string {
  const path = sdkConfigPath(dir);
  writeFileSync(
    path,
    `SchemaVersion: '1.0'
SageMaker:
  PythonSDK:
    Modules:
      TelemetryOptOut: true
      Session:
        DefaultS3Bucket: sagemaker-${region}-${account}
`,
  );
  return path;
}
