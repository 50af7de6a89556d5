import type { ReactNode } from 'react'

/** The hidden fields of a form. */
export function HiddenInputs({ values }: { values: Readonly<Record<string, string>> }): ReactNode {
  return Object.entries(values).map(([name, value]) => (
    <input key={name} type="hidden" name={name} value={value} />
  ))
}
