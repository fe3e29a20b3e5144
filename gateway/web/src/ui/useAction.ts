import { useState } from "preact/hooks";
import { asProblem, type Problem } from "../api/problems";

/** Something that a person sets off and waits for: whether it is under way, and what went wrong. */
export function useAction<Given extends unknown[]>(act: (...given: Given) => Promise<void>) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async (...given: Given) => {
    setBusy(true);
    setProblem(null);
    try {
      await act(...given);
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, run, setProblem };
}
