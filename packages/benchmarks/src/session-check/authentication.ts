export const userId = (index: number): string => `user_${String(index).padStart(26, '0')}`

/** The API's response to a sign-in or a refresh. */
export function authentication(index: number, accessToken: string) {
  const at = new Date().toISOString()
  return {
    user: {
      object: 'user',
      id: userId(index),
      email: 'ada@orchard.example',
      email_verified: true,
      first_name: 'Ada',
      last_name: 'Byron',
      profile_picture_url: 'https://images.example.com/ada.png',
      last_sign_in_at: at,
      external_id: null,
      metadata: {},
      created_at: at,
      updated_at: at,
    },
    organization_id: 'org_01HZX5JZ8Q4E3M9V7T2R6W0KNB',
    access_token: accessToken,
    refresh_token: `refresh${String(index).padStart(20, '0')}`,
    authentication_method: 'Password',
  }
}
