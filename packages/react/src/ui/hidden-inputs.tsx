import type { ReactNode } from 'react'

/** What a form carries besides what the person types. */
export function HiddenInputs({ values }: { values: Readonly<Record<string, string>> }): ReactNode {
  return Object.entries(values).map(([name, value]) => (
    <input key={name} type="hidden" name={name} value={value} />
  ))
}
