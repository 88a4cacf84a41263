package dev.curtain.flags;

/**
 * A share of users, divided by their targeting key alone: whoever knows the key knows who is in.
 *
 * @param variant what they meet
 * @param salt of {@link Cohort#bucket(String, String)}
 * @param buckets who is below it is in, 0..{@link Cohort#BUCKETS}
 */
public record Share(String variant, String salt, int buckets) {}
