-- The small migration of a Friday afternoon. It is refused:
--
--   ./curtain migrate lint examples/migrations/friday.sql
--
-- The safe way to the same end is amounts.json beside it.
ALTER TABLE orders ADD COLUMN cents bigint;
UPDATE orders SET cents = round(amount * 100);
ALTER TABLE orders ALTER COLUMN cents SET NOT NULL;
