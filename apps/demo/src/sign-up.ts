/** What the demo sites ask for when a user signs up, and what their pages know of it: the same in all of them. */
export const DEMO_SIGN_UP = {
  signUpFields: {
    company: { keep: 'metadata', label: 'Company (optional)', autoComplete: 'organization' },
  },
  userFields: { metadata: ['company'] },
} as const
