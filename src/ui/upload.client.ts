export type UploadOutcome = { url: string } | { reason: 'too-large' | 'failed'; detail?: string | undefined }

/**
 * Sends one picture as the multipart field `file`, tells how much is sent (0 to 1), and reads `{ url }` from the answer.
 * `fetch` cannot tell how much is sent, so this is an XMLHttpRequest.
 */
export function uploadPicture(
  address: string,
  picture: File,
  onProgress: (share: number) => void,
): Promise<UploadOutcome> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open('POST', address)
    request.setRequestHeader('Accept', 'application/json')
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total)
    })
    request.addEventListener('loadend', () => resolve(outcomeOf(request)))
    const body = new FormData()
    body.append('file', picture)
    request.send(body)
  })
}

function outcomeOf(request: XMLHttpRequest): UploadOutcome {
  const answer = parse(request.responseText)
  if (request.status >= 200 && request.status < 300 && typeof answer['url'] === 'string') return { url: answer['url'] }
  if (request.status === 413) return { reason: 'too-large' }
  const detail = answer['detail'] ?? answer['title']
  return { reason: 'failed', detail: typeof detail === 'string' ? detail : undefined }
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
