/** What the demo sites ask for when a user signs up: the same in all of them. */
export const DEMO_SIGN_UP = {
  signUpFields: {
    company: { keep: 'metadata', label: 'Company (optional)', autoComplete: 'organization' },
  },
} as const
