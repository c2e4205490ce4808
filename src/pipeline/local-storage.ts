/**
 * Says whether an instance type (`ml.g5.xlarge`) has local disks. The hardware encrypts these, and the service refuses
 * VolumeKmsKeyId for them (API reference of ResourceConfig: "You can't request a VolumeKmsKeyId when using an instance
 * type with local storage").
 */
export function hasLocalStorage(instanceType: string): boolean {
  const family = instanceType.split('.')[1] ?? '';
  return /^([a-z]\d+[a-z]*d[a-z]*|g[4-9].*|p3dn|p[4-9].*|trn\d.*|dl1)$/.test(family);
}
