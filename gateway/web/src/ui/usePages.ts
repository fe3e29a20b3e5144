import { useEffect, useState } from "preact/hooks";
import { asProblem, type Problem } from "../api/problems";

interface PageOf<Item> {
  count: number;
  next: string | null;
  results: Item[];
}

/** A list that grows by a page at a time; `reload` begins anew. */
export function usePages<Item>(load: (page: number) => Promise<PageOf<Item>>) {
  const [items, setItems] = useState<Item[] | null>(null);
  const [count, setCount] = useState(0);
  const [page, setPage] = useState(1);
  const [hasMore, setHasMore] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let current = true;
    setProblem(null);
    load(page)
      .then((loaded) => {
        if (!current) return;
        setItems((before) => (page === 1 ? loaded.results : [...(before ?? []), ...loaded.results]));
        setCount(loaded.count);
        setHasMore(loaded.next !== null);
      })
      .catch((error) => current && setProblem(asProblem(error)));
    return () => {
      current = false;
    };
  }, [page, round]);
  const reload = () => {
    setPage(1);
    setRound(round + 1);
  };
  return { items, count, hasMore, more: () => setPage(page + 1), problem, reload };
}
