package dev.curtain.flags;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A few things by name, in their order, never changed. Most objects of a definition have one member
 * or two and there are a million of them in a large one: two arrays are a tenth of a hash table,
 * and made sooner than one.
 *
 * @param <V> what is there by name
 */
final class Members<V> extends AbstractMap<String, V> {
  /** Up to here they are looked through one by one. */
  static final int FEW = 8;

  private final String[] names;
  private final V[] values;
  private final @Nullable Map<String, V> many;

  /** Both arrays are the map's own from now on; names may be another's too. */
  Members(String[] names, V[] values) {
    this(names, values, null);
  }

  private Members(String[] names, V[] values, @Nullable Map<String, V> many) {
    this.names = names;
    this.values = values;
    this.many = many;
  }

  /** So many that they are worth a table, which is the map's own from now on. */
  static Members<Value> many(LinkedHashMap<String, Value> table) {
    return new Members<>(new String[0], new Value[0], Collections.unmodifiableMap(table));
  }

  /** The same names, each with what becomes of its value. */
  static <V, W> Map<String, W> each(Map<String, V> from, BiFunction<String, V, W> to, W[] array) {
    if (from instanceof Members<V> few && few.many == null) {
      for (int i = 0; i < array.length; i++) {
        array[i] = to.apply(few.names[i], few.values[i]);
      }
      return new Members<>(few.names, array);
    }
    Map<String, W> all = new LinkedHashMap<>();
    from.forEach((name, value) -> all.put(name, to.apply(name, value)));
    return Collections.unmodifiableMap(all);
  }

  @Override
  public int size() {
    return many == null ? values.length : many.size();
  }

  @Override
  public @Nullable V get(@Nullable Object name) {
    if (many != null) {
      return many.get(name);
    }
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return values[i];
      }
    }
    return null;
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return get(name) != null;
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super V> action) {
    if (many != null) {
      many.forEach(action);
      return;
    }
    for (int i = 0; i < names.length; i++) {
      action.accept(names[i], values[i]);
    }
  }

  @Override
  public Set<Entry<String, V>> entrySet() {
    return many == null ? new Entries() : many.entrySet();
  }

  private final class Entries extends AbstractSet<Entry<String, V>> {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public Iterator<Entry<String, V>> iterator() {
      return new Each();
    }
  }

  private final class Each implements Iterator<Entry<String, V>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < values.length;
    }

    @Override
    public Entry<String, V> next() {
      if (next >= values.length) {
        throw new NoSuchElementException();
      }
      Entry<String, V> entry = Map.entry(names[next], values[next]);
      next++;
      return entry;
    }
  }
}
