/** Who the credentials belong to. */
export interface Identity {
  /** Account (12 digits) and ARN of the caller, from AWS STS. */
  caller(): Promise<{ account: string; arn: string }>;
}
