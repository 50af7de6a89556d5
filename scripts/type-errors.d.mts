export function typeErrors(
  packageFolder: string,
  files: Iterable<readonly [path: string, text: string]>,
  options?: object,
): { path: string; message: string }[]
