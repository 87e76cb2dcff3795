/** Tells the author what is wrong, where, and how to mend it. */
export type Report = (pointer: string, code: string, message: string, mend: string) => void;
