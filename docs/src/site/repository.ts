const { GITHUB_REPOSITORY, GITHUB_SERVER_URL = 'https://github.com' } = process.env

/** The URL of the repository, for links to the source. The workflow that publishes the site sets it. */
export const repository =
  GITHUB_REPOSITORY === undefined ? undefined : `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}`
