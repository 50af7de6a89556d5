/** The app's own input on the sign-up form. */
export interface SignUpField {
  name: string
  /** A text in one language, or texts by language tag, such as `{ en: 'Company', de: 'Firma' }`. */
  label: string | Readonly<Record<string, string>>
  /** Default `text`. */
  type?: SignUpFieldType
  required?: boolean
  /** The `autocomplete` attribute, such as `organization`. */
  autoComplete?: string
}

/** The types of inputs that the forms can render. */
export type SignUpFieldType = 'text' | 'tel' | 'url' | 'checkbox'

/** The label in the page's language, else in a language that it has. */
export function fieldLabel({ label, name }: SignUpField, tag = 'en'): string {
  if (typeof label === 'string') return label
  const [language = tag] = tag.split('-')
  return label[tag] ?? label[language] ?? label.en ?? Object.values(label)[0] ?? name
}
