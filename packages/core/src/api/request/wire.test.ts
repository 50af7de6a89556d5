import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { camelCase, fromWire, snakeCase, toWire, withoutPrototypeKeys } from './wire.ts'

describe('the wire format', () => {
  it('omits undefined, and sends null, false, zero and empty strings', () => {
    const body = {
      firstName: undefined,
      lastName: null,
      emailVerified: false,
      expiresInDays: 0,
      password: '',
    }
    expect(JSON.stringify(toWire(body))).toBe(
      '{"last_name":null,"email_verified":false,"expires_in_days":0,"password":""}',
    )
  })

  it("never renames keys in the customer's own data or in data from an identity provider", () => {
    const ours = {
      metadata: { favouriteColour: 'x', shoe_size: '1' },
      customAttributes: { teamName: [{ aB: 1 }] },
      rawAttributes: { nickName: 'N', user_name: 'n' },
    }
    const wire = {
      metadata: ours.metadata,
      custom_attributes: ours.customAttributes,
      raw_attributes: ours.rawAttributes,
    }
    expect(toWire(ours)).toEqual(wire)
    expect(fromWire(wire)).toEqual(ours)
  })

  it('renames keys inside lists and objects', () => {
    const wire = { list_metadata: { before: null }, data: [{ user_id: 'user_1' }] }
    expect(fromWire(wire)).toEqual({ listMetadata: { before: null }, data: [{ userId: 'user_1' }] })
  })

  it('preserves every camelCase name in a round trip', () => {
    const name = fc.stringMatching(/^[a-z]+([A-Z][a-z]+)*$/)
    fc.assert(
      fc.property(name, (ours) => {
        expect(camelCase(snakeCase(ours))).toBe(ours)
      }),
    )
  })

  it('C17 never changes a prototype and never returns a key that was not sent', () => {
    const key = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '__proto__',
        'constructor',
        'prototype',
        'toString',
        '__PROTO__',
        '_proto_',
        '__proto_',
      ),
    )
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        fc.string(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map(toJsonObject),
      ),
    })).value
    fc.assert(
      fc.property(json, (value) => {
        const parsed: unknown = JSON.parse(JSON.stringify(value))
        for (const copy of [fromWire(parsed), fromWire({ metadata: parsed }), withoutPrototypeKeys(parsed)]) {
          everyObject(copy, (object) => {
            expect(Object.getPrototypeOf(object)).toBe(
              Array.isArray(object) ? Array.prototype : Object.prototype,
            )
            expect(Object.hasOwn(object, '__proto__')).toBe(false)
          })
        }
        expect(Object.keys(Object.prototype)).toEqual([])
      }),
    )
  })

  it('C17 drops __proto__ in every spelling', () => {
    for (const text of ['{"__proto__":{"admin":true}}', '{"\\u005f_proto__":{"admin":true}}']) {
      for (const copy of [fromWire(JSON.parse(text)), withoutPrototypeKeys(JSON.parse(text))]) {
        expect((copy as { admin?: boolean }).admin).toBeUndefined()
        expect(Reflect.ownKeys(copy as object)).toEqual([])
      }
    }
  })

  it('C16 refuses JSON nested more deeply than any response', () => {
    const deep = JSON.parse('['.repeat(10_000) + ']'.repeat(10_000))
    expect(() => fromWire(deep)).toThrow(RangeError)
    expect(() => withoutPrototypeKeys(deep)).toThrow(RangeError)
  })
})

function toJsonObject(entries: [string, unknown][]): object {
  const object = {}
  for (const [key, value] of entries) {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true })
  }
  return object
}

function everyObject(value: unknown, check: (object: object) => void): void {
  if (typeof value !== 'object' || value === null) return
  check(value)
  for (const item of Object.values(value)) everyObject(item, check)
}
