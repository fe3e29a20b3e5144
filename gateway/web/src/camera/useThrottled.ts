import { useEffect, useRef, useState } from "preact/hooks";

/** The latest value, changing at most once in `ms`: what changes all the time can be neither read nor listened to. */
export function useThrottled<Value>(value: Value, ms: number): Value {
  const [shown, setShown] = useState(value);
  const changed = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const show = () => {
      changed.current = performance.now();
      setShown(value);
    };
    const timer = setTimeout(show, Math.max(0, changed.current + ms - performance.now()));
    return () => clearTimeout(timer);
  }, [value, ms]);
  return shown;
}
