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

/** Whether the sign-up form asks for a name. `false` leaves the input out. */
export type SignUpNameRule = 'required' | 'optional' | false

/** Which names the sign-up form asks for. Default: both, optional. */
export interface SignUpNames {
  firstName?: SignUpNameRule
  lastName?: SignUpNameRule
}

/** An input for a name on the sign-up form. */
export interface SignUpNameField {
  name: keyof SignUpNames
  required: boolean
  /** The `autocomplete` attribute. */
  autoComplete: 'given-name' | 'family-name'
}

/** The inputs for names on the sign-up form, in their order. */
export function nameFields({ firstName, lastName }: SignUpNames = {}): SignUpNameField[] {
  const inputs = [
    { name: 'firstName', rule: firstName, autoComplete: 'given-name' },
    { name: 'lastName', rule: lastName, autoComplete: 'family-name' },
  ] as const
  return inputs.flatMap(({ name, rule = 'optional', autoComplete }) =>
    rule === false ? [] : [{ name, required: rule === 'required', autoComplete }],
  )
}

/** All inputs of the sign-up form in addition to the email address and the password, in their order. */
export const signUpInputs = (form: {
  signUpNames?: SignUpNames
  signUpFields?: readonly SignUpField[]
}): readonly (SignUpNameField | SignUpField)[] => [
  ...nameFields(form.signUpNames),
  ...(form.signUpFields ?? []),
]

/** The label in the page's language, else in a language that it has. */
export function fieldLabel({ label, name }: SignUpField, tag = 'en'): string {
  if (typeof label === 'string') return label
  const [language = tag] = tag.split('-')
  return label[tag] ?? label[language] ?? label.en ?? Object.values(label)[0] ?? name
}
