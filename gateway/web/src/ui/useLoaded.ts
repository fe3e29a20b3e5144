import { useEffect, useState } from "preact/hooks";
import { asProblem, type Problem } from "../api/problems";

/** What a page shows: loaded at first sight and whenever `key` changes; `reload` does it again. */
export function useLoaded<Data>(load: (signal: AbortSignal) => Promise<Data>, key: unknown = null) {
  const [data, setData] = useState<Data | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    setProblem(null);
    load(abort.signal)
      .then((loaded) => abort.signal.aborted || setData(loaded))
      .catch((error) => abort.signal.aborted || setProblem(asProblem(error)));
    return () => abort.abort();
  }, [key, round]);
  return { data, problem, reload: () => setRound(round + 1), setData };
}
