/** How a client reaches a Presto server. */
export interface PrestoConnection {
  host: string;
  port: number;
  user: string;
  password?: string;
  /** Certificate (PEM) that the client verifies the server with. */
  ca?: string;
}
