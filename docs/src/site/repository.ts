const { GITHUB_REPOSITORY, GITHUB_SERVER_URL = 'https://github.com' } = process.env

/** Where the source is, for links to it. The workflow that publishes the site knows. */
export const repository =
  GITHUB_REPOSITORY === undefined ? undefined : `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}`
