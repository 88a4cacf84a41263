package dev.curtain.model.choice;

/**
 * Where one answer ends and the next begins.
 *
 * @param few from so many replicas on, a part of them can be changed while the rest serve
 * @param many from so many on, every strategy works
 * @param low requests per second below which a small share learns too little
 * @param high from so many on, a small share is many users and learns quickly
 * @param always availability objective in per cent from which no gap is affordable
 */
record Thresholds(int few, int many, double low, double high, double always) {
  static final Thresholds USUAL = new Thresholds(2, 5, 10, 10_000, 99.9);
}
