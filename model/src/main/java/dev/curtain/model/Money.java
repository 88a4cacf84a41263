package dev.curtain.model;

import java.math.BigDecimal;

/**
 * A price: {@code "$500/month"}.
 *
 * @param currency ISO 4217, or what the text has instead
 * @param per the unit that the price is for ({@code month}); empty where it is for the whole
 */
public record Money(BigDecimal amount, String currency, String per) {}
