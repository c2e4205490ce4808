export declare const IMAGES: Readonly<Record<string, { scikitLearn: string }>>;
export declare const CONTAINERS: string;
export interface ScikitLearnChoice {
  image: string;
  wanted: string;
  scikitLearn: string;
  exact: boolean;
  note?: string;
  packages: string[];
}
export declare function chooseScikitLearn(image: string, python: string): ScikitLearnChoice;
export declare function containerEnvironment(image: string, containers?: string): string;
/** The Python that plays a scikit-learn image (`1.2-1`), or the nearest there is; `undefined` before set-up. */
export declare function containerPython(
  image: string,
  containers?: string,
): { python: string; image: string; scikitLearn: string; exact: boolean } | undefined;
export declare function compare(a: string, b: string): number;
