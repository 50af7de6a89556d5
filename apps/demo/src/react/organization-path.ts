/** The path of an organization's own page. */
export const organizationPath = (organizationId: string): string => `/o/${organizationId}`

/** The id of the organization in a path, if there is one. */
export const organizationIn = (path: string): string | undefined => /^\/o\/([\w.-]+)$/.exec(path)?.[1]
