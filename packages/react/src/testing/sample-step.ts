import { DEFAULT_PASSWORD_RULES, type Step, type StepName } from '@latchkey/core'

/** A step with all its fields, for scripts that name only the step. */
export function sampleStep(name: StepName, email: string, returnTo: string): Step {
  switch (name) {
    case 'start':
      return {
        name,
        methods: ['password', 'code'],
        providers: ['GoogleOAuth'],
        signUp: true,
        passwordRules: DEFAULT_PASSWORD_RULES,
      }
    case 'password':
      return { name, email, methods: ['password', 'code'] }
    case 'code':
    case 'verify-email':
    case 'forgot-sent':
      return { name, email }
    case 'challenge':
      return { name, sentTo: email }
    case 'phone':
      return { name }
    case 'mfa-challenge':
      return { name, factors: [{ id: 'auth_factor_1', type: 'totp' }] }
    case 'mfa-enroll':
      return {
        name,
        qrCode: SAMPLE_QR_CODE,
        secret: 'JBSWY3DPEHPK3PXP',
        uri: 'otpauth://totp/Orchard:nadia?secret=JBSWY3DPEHPK3PXP&issuer=Orchard',
      }
    case 'select-organization':
      return {
        name,
        organizations: [
          { id: 'org_orchard', name: 'Orchard' },
          { id: 'org_harbor', name: 'Harbor' },
        ],
      }
    case 'sso-required':
      return { name, email, connections: [{ id: 'conn_1' }] }
    case 'method-required':
      return { name, email, methods: ['code'], providers: ['GoogleOAuth'], connections: [{ id: 'conn_1' }] }
    case 'forgot':
      return { name }
    case 'reset':
      return { name, passwordRules: DEFAULT_PASSWORD_RULES }
    case 'invitation':
      return {
        name,
        email,
        state: 'pending',
        organizationName: 'Orchard',
        passwordRules: DEFAULT_PASSWORD_RULES,
      }
    case 'complete':
      return { name, returnTo }
    case 'unknown':
      return { name, code: 'retina_scan_required', email }
  }
}

/** Looks like a QR code, but contains no data. */
const SAMPLE_QR_CODE =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAB0AAAAdAQAAAAB+6FqiAAAAbElEQVR42mP4////DwY04oOAQwXD97vxFQxfIgOBRDyIiAkEid2vYPggBpT9/xWo7vMXaaDisk8/GH72Xv7B8Jtj9g+GH75A1v/fd4DqpH1+MHy/9gioN6gUSAQEAIlQoMT3G3wgO/gx7AURAHtIVuiPxGhkAAAAAElFTkSuQmCC'
