import { expect, it } from 'vitest'
import { fieldErrors } from './field-errors.ts'
import { fieldLabel } from './sign-up-field.ts'

it.each([
  [undefined, { form: null, fields: {} }],
  [{ code: 'network' }, { form: { code: 'network' }, fields: {} }],
  [
    { code: 'email_invalid', field: 'email' },
    { form: null, fields: { email: { code: 'email_invalid', field: 'email' } } },
  ],
  [
    {
      code: 'sign_up_not_allowed',
      field: 'company',
      message: 'Too short.',
      messages: { company: 'Too short.', terms: 'Accept the terms.', form: 'Not now.' },
    },
    {
      form: { code: 'sign_up_not_allowed', message: 'Not now.' },
      fields: {
        company: { code: 'sign_up_not_allowed', field: 'company', message: 'Too short.' },
        terms: { code: 'sign_up_not_allowed', field: 'terms', message: 'Accept the terms.' },
      },
    },
  ],
] as const)('A12: each part of %j is shown at its field or its form', (error, shown) => {
  expect(fieldErrors(error)).toEqual(shown)
})

it.each([
  ['Company', 'de', 'Company'],
  [{ en: 'Company', de: 'Firma' }, 'de', 'Firma'],
  [{ en: 'Company', de: 'Firma' }, 'de-CH', 'Firma'],
  [{ en: 'Company', 'pt-BR': 'Empresa' }, 'pt-BR', 'Empresa'],
  [{ en: 'Company', de: 'Firma' }, 'ja', 'Company'],
  [{ de: 'Firma' }, undefined, 'Firma'],
])('A12: the label %j is in %s: %s', (label, tag, text) => {
  expect(fieldLabel({ name: 'company', label }, tag)).toBe(text)
})
