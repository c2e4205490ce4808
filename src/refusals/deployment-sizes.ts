import type { Member, Violation } from './member.ts';

/** How a blue/green deployment of an endpoint shifts the traffic. */
export function blueGreenRouting(request: Member): Member {
  return request.at('DeploymentConfig.BlueGreenUpdatePolicy.TrafficRoutingConfiguration');
}

/**
 * Refuses a CapacitySize in percent that is outside its limits. A size in instances depends on the fleet, so it is a rule of
 * the account.
 */
export function percentOutside(size: Member, { min, max }: { min: number; max: number }): readonly Violation[] {
  const value = size.at('Value');
  if (size.at('Type').text !== 'CAPACITY_PERCENT' || value.number === undefined) return [];
  if (value.number >= min && value.number <= max) return [];
  return [value.refuse(sizeMessage(String(size.path.at(-1)), value.number, { min, max }))];
}

/** Says that a size is outside its limits, in percent of the fleet. */
export function sizeMessage(member: string, percent: number, { min, max }: { min: number; max: number }): string {
  const bounds = min > 0 ? `between ${min}% and ${max}%` : `at most ${max}%`;
  return `${member} must be ${bounds} of the variant's total instance count, and is ${Math.round(percent)}%.`;
}
