/**
 * Facts about the families of instance types that decide what SageMaker takes. An instance type is `ml.<family>.<size>`.
 * Sources: "Instance store volumes" and the specifications of the families in the EC2 Instance Types guide. The SageMaker Python
 * SDK decides in the same way about local disks (`volume_size_supported` in sagemaker/utils.py).
 */

const familyOf = (instanceType: string): string => instanceType.split('.')[1] ?? '';

/**
 * Says whether an instance type (`ml.g5.xlarge`) has local disks. The hardware encrypts these, and the service refuses
 * VolumeKmsKeyId for them (API reference of ResourceConfig: "You can't request a VolumeKmsKeyId when using an instance
 * type with local storage").
 */
export function hasLocalStorage(instanceType: string): boolean {
  return /^([a-z]\d+[a-z]*d[a-z]*|g[4-9].*|p3dn|p[4-9].*|trn\d.*|dl1)$/.test(familyOf(instanceType));
}

/** Says whether an instance type has EBS volumes only. False for a family that is not known. */
export function hasVolumesOnly(instanceType: string): boolean {
  return /^([cmrt]\d[a-z]*(-flex)?|p[23])$/.test(familyOf(instanceType)) && !hasLocalStorage(instanceType);
}

/** Sizes of an instance type, with the total size of its local disks in GB. */
const LOCAL_STORAGE_GB: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  g4dn: { xlarge: 125, '2xlarge': 225, '4xlarge': 225, '8xlarge': 900, '12xlarge': 900, '16xlarge': 900 },
  g5: {
    xlarge: 250,
    '2xlarge': 450,
    '4xlarge': 600,
    '8xlarge': 900,
    '12xlarge': 3800,
    '16xlarge': 1900,
    '24xlarge': 3800,
    '48xlarge': 7600,
  },
  r5d: {
    large: 75,
    xlarge: 150,
    '2xlarge': 300,
    '4xlarge': 600,
    '8xlarge': 1200,
    '12xlarge': 1800,
    '16xlarge': 2400,
    '24xlarge': 3600,
  },
};

/** Total size of the local disks of an instance type in GB; undefined where it has none or the size is not known here. */
export function localStorageGigabytes(instanceType: string): number | undefined {
  const [, family = '', size = ''] = instanceType.split('.');
  return LOCAL_STORAGE_GB[family]?.[size];
}

/** Says whether an instance type has a Graviton processor, which runs images for arm64 only. */
export function isGraviton(instanceType: string): boolean {
  return /^([cmrx]\d+g[a-z]*|t4g)$/.test(familyOf(instanceType));
}

/** Says whether an instance type is burstable: its processor has credits for a part of the time (T families). */
export function isBurstable(instanceType: string): boolean {
  return /^t\d/.test(familyOf(instanceType));
}
