export interface Spread {
  median: number;
  min: number;
  max: number;
}
export declare function spread(values: number[]): Spread;
export declare function ratio(over: number[], under: number[]): Spread;
export declare function shown(spread: Spread, decimals: number): string;
export declare function table(head: string[], rows: string[][]): string;
