/** A batch run over records, once for each business date. */
export interface JobModel {
  readonly name: string;
  readonly title: string;
  /** `HH:MM` on the installation's clock; null = by hand only. */
  readonly at: string | null;
  /** `HH:MM` at which a business date ends; null = at midnight, and entries keep the calendar's date. */
  readonly cutOff: string | null;
  /** Dates that were missed are run one after another; otherwise only the latest. */
  readonly catchUp: boolean;
  /** Records of one slice, which is one transaction. */
  readonly sliceSize: number;
  /** In the order of the document. */
  readonly steps: readonly JobStepModel[];
}

export interface JobStepModel {
  readonly key: string;
  readonly title: string;
  /** `<plugin>.<name>`. */
  readonly step: string;
  readonly when: 'daily' | 'monthEnd' | 'yearEnd';
  /** Entity whose records are divided into slices; null = the step is called once for the date. */
  readonly over: string | null;
}
