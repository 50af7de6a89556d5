/** An input of the app's own on the sign-up form. */
export interface SignUpField {
  name: string
  /** In one language, or by language tag, such as `{ en: 'Company', de: 'Firma' }`. */
  label: string | Readonly<Record<string, string>>
  /** Default `text`. */
  type?: SignUpFieldType
  required?: boolean
  /** What the browser fills in, such as `organization`. */
  autoComplete?: string
}

/** The kinds of inputs that the forms can draw. */
export type SignUpFieldType = 'text' | 'tel' | 'url' | 'checkbox'

/** The label in the language of the page, else in a language that it has. */
export function fieldLabel({ label, name }: SignUpField, tag = 'en'): string {
  if (typeof label === 'string') return label
  const [language = tag] = tag.split('-')
  return label[tag] ?? label[language] ?? label.en ?? Object.values(label)[0] ?? name
}
