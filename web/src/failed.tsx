// A panel whose look failed: what is missing, why, and the way to look again. Whatever else is on the page stays.
interface Props { what: string; failure: string; again(): void; had?: boolean }

/**
 * @param what is not there, as the begin of a sentence
 * @param had something of before is shown below
 */
export function Failed({ what, failure, again, had = false }: Props) {
  if (failure === '') return null;
  return (
    <div class="lost" role="alert">
      <span>{what} could not be looked up: {failure}.{had && ' What is shown is from before.'}</span>
      <button type="button" class="plain" onClick={again}>Look again</button>
    </div>
  );
}
