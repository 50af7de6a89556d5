// What a release adds to a package, from the repository that it runs in: npm refuses provenance without `repository`.

/** `owner/name` of the repository, as GitHub Actions tells it. */
export function repositoryOf(environment) {
  const repository = environment.GITHUB_REPOSITORY
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository ?? '')) {
    throw new Error('GITHUB_REPOSITORY must be the repository to release from, as owner/name.')
  }
  return { repository, web: `${environment.GITHUB_SERVER_URL ?? 'https://github.com'}/${repository}` }
}

/** The manifest as it is published. */
export function releasedManifest(manifest, { folder, web }) {
  const { devDependencies: _development, scripts: _scripts, latchkey: _checks, ...published } = manifest
  return {
    ...published,
    homepage: `${web}/tree/main/${folder}#readme`,
    bugs: { url: `${web}/issues` },
    repository: { type: 'git', url: `git+${web}.git`, directory: folder },
  }
}

/** The README with its relative links made absolute: npm shows it far from the files that it points to. */
export function releasedReadme(text, { folder, web }) {
  return text.replace(/(!?)\[([^\]]*)\]\((?![a-z]+:|#)([^)\s]+)\)/g, (_match, image, label, target) => {
    const { pathname, hash } = new URL(target, `file:///${folder}/`)
    return `${image}[${label}](${web}/${image ? 'raw' : 'blob'}/main${pathname}${hash})`
  })
}
